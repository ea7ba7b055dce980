### What the assistant says in this language; en.ftl explains the messages.

when-today = сегодня в { $time }
when-tomorrow = завтра в { $time }
when-day = { $day } в { $time }
unknown-status = статус не указан
starts = { $unit }: начало { $when }.
starts-at = { $unit }: начало { $when }, { $venue }.
starts-text = { $unit }, { $day }: { $text }.
under-way = { $unit }: идёт сейчас.
is-over = { $unit }: завершено; начало { $when }.
has-status = { $unit }: { $status }.
no-time = { $unit }: время ещё не объявлено.
day-count =
    { $count ->
        [one] В программе { $count } старт, { $day }:
        [few] В программе { $count } старта, { $day }:
       *[other] В программе { $count } стартов, { $day }:
    }
day-none = В программе ничего нет: { $day }.
live-none = Сейчас ничего не идёт.
next = Далее: { $unit }, { $when }.
leads = { $unit }: лидирует { $competitor }, { $value } ({ $status }).
won = { $unit }: первое место { $competitor }, { $value } ({ $status }).
won-plain = { $unit }: первое место { $competitor } ({ $status }).
leads-plain = { $unit }: лидирует { $competitor } ({ $status }).
row = { $rank }. { $competitor }, { $value } ({ $status })
row-plain = { $rank }. { $competitor } ({ $status })
no-result = { $event }: результата пока нет.
medal-gold = Золото: { $competitor }, { $event }.
medal-silver = Серебро: { $competitor }, { $event }.
medal-bronze = Бронза: { $competitor }, { $event }.
table-line = { $rank }. { $country }: золото { $gold }, серебро { $silver }, бронза { $bronze }.
table-none = Медали ещё не вручались.
delegation-medals = { $country }: всего медалей { $total }, золото { $gold }, серебро { $silver }, бронза { $bronze }; место { $rank } в медальном зачёте.
delegation-none = { $country }: медалей пока нет.
athlete-is = { $athlete }, { $country }: { $disciplines }.
athlete-born = { $athlete }: дата рождения { $day }.
athlete-row = { $unit }: место { $rank }, { $value } ({ $status }).
athlete-no-result = { $athlete }: результата пока нет.
happened = { $time }: { $text }
missed-none = С тех пор ничего не произошло ({ $when }).
which = Что из этого вы имеете в виду?
not-found = Под таким именем на этих Играх ничего не найдено.
gaps = Некоторых сообщений службы результатов ещё нет, поэтому ответ может быть неполным.
