### What the assistant says in this language; en.ftl explains the messages.

when-today = hoy a las { $time }
when-tomorrow = mañana a las { $time }
when-day = { $day } a las { $time }
unknown-status = estado no indicado
starts = { $unit }: comienza { $when }.
starts-at = { $unit }: comienza { $when }, { $venue }.
starts-text = { $unit }, { $day }: { $text }.
under-way = { $unit }: en curso.
is-over = { $unit }: ha terminado; comenzó { $when }.
has-status = { $unit }: { $status }.
no-time = { $unit }: todavía no se ha anunciado la hora.
day-count =
    { $count ->
        [one] Una prueba en el programa para { $day }:
       *[other] { $count } pruebas en el programa para { $day }:
    }
day-none = No hay nada en el programa para { $day }.
live-none = Ahora mismo no hay nada en directo.
next = A continuación: { $unit }, { $when }.
leads = { $unit }: { $competitor } va en cabeza, { $value } ({ $status }).
won = { $unit }: { $competitor } en primer lugar, { $value } ({ $status }).
won-plain = { $unit }: { $competitor } en primer lugar ({ $status }).
leads-plain = { $unit }: { $competitor } va en cabeza ({ $status }).
row = { $rank }. { $competitor }, { $value } ({ $status })
row-plain = { $rank }. { $competitor } ({ $status })
no-result = { $event }: todavía no hay resultado.
medal-gold = Oro: { $competitor }, { $event }.
medal-silver = Plata: { $competitor }, { $event }.
medal-bronze = Bronce: { $competitor }, { $event }.
table-line = { $rank }. { $country }: { $gold } de oro, { $silver } de plata, { $bronze } de bronce.
table-none = Todavía no se ha entregado ninguna medalla.
delegation-medals = { $country }: { $total } medallas, { $gold } de oro, { $silver } de plata, { $bronze } de bronce; puesto { $rank } en el medallero.
delegation-none = { $country }: ninguna medalla hasta ahora.
athlete-is = { $athlete }, { $country }: { $disciplines }.
athlete-born = { $athlete }: fecha de nacimiento { $day }.
athlete-row = { $unit }: puesto { $rank }, { $value } ({ $status }).
athlete-no-result = { $athlete }: todavía no hay resultado.
happened = { $time }: { $text }
missed-none = Desde entonces no ha pasado nada ({ $when }).
which = ¿Cuál de estos quieres decir?
not-found = No he encontrado nada con ese nombre en estos Juegos.
gaps = Todavía faltan algunos mensajes del servicio de resultados, así que esto puede estar incompleto.
