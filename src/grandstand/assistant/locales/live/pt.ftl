### What the assistant says in this language; en.ftl explains the messages.

when-today = hoje às { $time }
when-tomorrow = amanhã às { $time }
when-day = { $day } às { $time }
unknown-status = estado não indicado
starts = { $unit }: começa { $when }.
starts-at = { $unit }: começa { $when }, { $venue }.
starts-text = { $unit }, { $day }: { $text }.
under-way = { $unit }: a decorrer.
is-over = { $unit }: terminou; começou { $when }.
has-status = { $unit }: { $status }.
no-time = { $unit }: ainda não foi anunciada a hora.
day-count =
    { $count ->
        [one] Uma prova no programa para { $day }:
       *[other] { $count } provas no programa para { $day }:
    }
day-none = Não há nada no programa para { $day }.
live-none = De momento não há nada em direto.
next = A seguir: { $unit }, { $when }.
leads = { $unit }: { $competitor } lidera, { $value } ({ $status }).
won = { $unit }: { $competitor } em primeiro lugar, { $value } ({ $status }).
won-plain = { $unit }: { $competitor } em primeiro lugar ({ $status }).
leads-plain = { $unit }: { $competitor } lidera ({ $status }).
row = { $rank }. { $competitor }, { $value } ({ $status })
row-plain = { $rank }. { $competitor } ({ $status })
no-result = { $event }: ainda não há resultado.
medal-gold = Ouro: { $competitor }, { $event }.
medal-silver = Prata: { $competitor }, { $event }.
medal-bronze = Bronze: { $competitor }, { $event }.
table-line = { $rank }. { $country }: { $gold } de ouro, { $silver } de prata, { $bronze } de bronze.
table-none = Ainda não foi entregue nenhuma medalha.
delegation-medals = { $country }: { $total } medalhas, { $gold } de ouro, { $silver } de prata, { $bronze } de bronze; lugar { $rank } no quadro de medalhas.
delegation-none = { $country }: nenhuma medalha até agora.
athlete-is = { $athlete }, { $country }: { $disciplines }.
athlete-born = { $athlete }: data de nascimento { $day }.
athlete-row = { $unit }: lugar { $rank }, { $value } ({ $status }).
athlete-no-result = { $athlete }: ainda não há resultado.
happened = { $time }: { $text }
missed-none = Desde então não aconteceu nada ({ $when }).
which = Qual destes quer dizer?
not-found = Não encontrei nada com esse nome nestes Jogos.
gaps = Ainda faltam algumas mensagens do serviço de resultados; a resposta pode estar incompleta.
