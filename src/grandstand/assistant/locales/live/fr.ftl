### What the assistant says in this language; en.ftl explains the messages.

when-today = aujourd’hui à { $time }
when-tomorrow = demain à { $time }
when-day = le { $day } à { $time }
unknown-status = statut non indiqué
starts = { $unit } : début { $when }.
starts-at = { $unit } : début { $when }, { $venue }.
starts-text = { $unit }, { $day } : { $text }.
under-way = { $unit } : en cours.
is-over = { $unit } : terminé ; début { $when }.
has-status = { $unit } : { $status }.
no-time = { $unit } : aucune heure n’est encore annoncée.
day-count =
    { $count ->
        [one] Une épreuve au programme pour { $day } :
       *[other] { $count } épreuves au programme pour { $day } :
    }
day-none = Rien n’est au programme pour { $day }.
live-none = Rien n’est en direct en ce moment.
next = Ensuite : { $unit }, { $when }.
leads = { $unit } : { $competitor } est en tête, { $value } ({ $status }).
won = { $unit } : { $competitor } à la première place, { $value } ({ $status }).
won-plain = { $unit } : { $competitor } à la première place ({ $status }).
leads-plain = { $unit } : { $competitor } est en tête ({ $status }).
row = { $rank }. { $competitor }, { $value } ({ $status })
row-plain = { $rank }. { $competitor } ({ $status })
no-result = { $event } : pas encore de résultat.
medal-gold = Or : { $competitor }, { $event }.
medal-silver = Argent : { $competitor }, { $event }.
medal-bronze = Bronze : { $competitor }, { $event }.
table-line = { $rank }. { $country } : { $gold } en or, { $silver } en argent, { $bronze } en bronze.
table-none = Aucune médaille n’a encore été remise.
delegation-medals = { $country } : { $total } médailles, dont { $gold } en or, { $silver } en argent, { $bronze } en bronze ; place { $rank } au tableau des médailles.
delegation-none = { $country } : pas de médaille jusqu’ici.
athlete-is = { $athlete }, { $country } : { $disciplines }.
athlete-born = { $athlete } : date de naissance { $day }.
athlete-row = { $unit } : place { $rank }, { $value } ({ $status }).
athlete-no-result = { $athlete } : pas encore de résultat.
happened = { $time } : { $text }
missed-none = Il ne s’est rien passé depuis ({ $when }).
which = Lequel voulez-vous dire ?
not-found = Je n’ai rien trouvé sous ce nom à ces Jeux.
gaps = Certains messages du service des résultats manquent encore ; cette réponse peut être incomplète.
