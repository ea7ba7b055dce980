### Co Grandstand mówi po polsku. Każdy katalog zawiera te same komunikaty z tymi samymi zmiennymi.

## Każda strona

kit-tagline = Noc, na którą przychodzą wszyscy.
kit-skip = Przejdź do treści
kit-language = Język
kit-theme-auto = Motyw: automatyczny
kit-theme-light = Motyw: jasny
kit-theme-dark = Motyw: ciemny
kit-loading = Chwileczkę…
kit-try-again = Spróbuj ponownie
kit-load-more = Pokaż więcej
kit-cancel = Anuluj
kit-close = Zamknij
kit-sign-out = Wyloguj się
kit-console = Konsola
kit-fan-page = Do kopert
kit-role-fan = Kibic
kit-role-operator = Operator
kit-role-auditor = Audytor
kit-role-noc = Członek komitetu
kit-role-replay = Operator powtórek
kit-role-feed = Serwis wyników
kit-unreachable = Brak połączenia z serwerem. Sprawdź sieć i spróbuj ponownie.

## Błędy, według ich stałego kodu

error-auth-missing = Nie zalogowano.
error-auth-invalid = To logowanie jest nieważne.
error-auth-expired = Twoje logowanie wygasło.
error-auth-code_used = Ten link do logowania wygasł lub został już użyty.
error-auth-forbidden = Twoja rola na to nie pozwala.
error-auth-guests_closed = Goście nie mogą tu otwierać kopert. Użyj otrzymanego linku do logowania.
error-auth-cross_site = Żądanie przyszło z innej strony i zostało odrzucone.
error-request-invalid = Coś w żądaniu jest nie tak. Sprawdź wpisane dane.
error-request-too_large = Żądanie jest za duże.
error-request-timeout = Żądanie docierało zbyt długo. Spróbuj ponownie.
error-request-not_found = Pod tym adresem nic nie ma.
error-limit-rate = Pytasz bardzo często. Poczekaj chwilę.
error-server-overloaded = Jest tu teraz bardzo dużo osób. Spróbuj ponownie za chwilę.
error-database-unavailable = Księgi są chwilowo niedostępne. Nic nie ginie; spróbuj ponownie za chwilę.
error-server-internal = Coś poszło nie tak po naszej stronie.
error-campaign-pool_unknown = Ta kampania nie istnieje.
error-campaign-not_open = Kopert nie można teraz otwierać.
error-campaign-gone = Wszystkie koperty zostały rozdane.
error-campaign-occasion_unknown = W tej kampanii nie ma takiej okazji.
error-campaign-occasion_not_earned = Na tę kopertę trzeba najpierw zapracować.
error-campaign-paced = Koperty są rozdawane w równym tempie. Spróbuj ponownie za chwilę.
error-campaign-state_conflict = Stan puli na to nie pozwala. Może ktoś był szybszy.
error-campaign-plan_invalid = Ten plan się nie zgadza. Sprawdź kwoty, liczbę udziałów i okazje.
error-campaign-claim_unknown = Nie masz udziału na tę okazję.
error-campaign-raise_unknown = To podwyższenie nie istnieje.
error-campaign-receipt_invalid = Pokwitowanie nie dowodzi tego, co mówi.
error-campaign-ledger_invalid = Ten plik nie jest księgą, którą można sprawdzić.
error-programme-unknown = Nie ma takiego programu.
error-programme-invalid = W pliku programu są błędy.
error-programme-frozen = Plik mówi coś innego niż to, co się zaczęło. Nic nie zmieniono.
error-programme-too_late = Jedna z fal powinna już trwać. Nic nie zmieniono.
error-fraud-signal_invalid = Tego nie można przyjąć jako sygnału.
error-fraud-rules_invalid = Tych reguł nie da się użyć. Sprawdź liczby.
error-fraud-rules_conflict = Ktoś inny zmienił reguły. Przeczytaj je ponownie.
error-fraud-hold_unknown = Nic u tego fana nie pasuje do tego działania.
error-fraud-tree_too_large = Drzewo jest za duże na jedno działanie. Wybierz kogoś niżej.
error-draw-unknown = Nie ma takiego losowania.
error-draw-plan_invalid = Losowanie nie może się tak odbyć.
error-draw-ticket_unknown = Losowanie nie ma takiego losu.
error-draw-ticket_not_earned = Na ten los trzeba najpierw zasłużyć.
error-draw-entries_closed = Losowanie nie przyjmuje teraz losów.
error-draw-conflict = Stan losowania na to nie pozwala.
error-draw-invalid = Ten plik nie jest losowaniem, które można sprawdzić.
error-invite-scheme_unknown = Nie ma takich zaproszeń.
error-invite-scheme_invalid = Pula nie może dać tego, co obiecują zaproszenia.
error-invite-code_invalid = W kodzie jest pomyłka. Spójrz jeszcze raz.
error-invite-code_unknown = Nikt nie ma takiego kodu. Spójrz jeszcze raz.
error-invite-own_code = To twój własny kod. Daj go komuś.
error-invite-already_invited = Masz już przyjęte inne zaproszenie.
error-invite-came_before = Jesteś tu dłużej niż osoba z tym kodem, więc się nie liczy.
error-invite-closed = Zaproszenia nie są teraz otwarte.
error-voucher-unknown = Nie masz takiego bonu.
error-voucher-used = Ten bon został wykorzystany.
error-voucher-expired = Ten bon stracił ważność.
error-voucher-under_review = Ten bon jest sprawdzany. Nie przepadł.
error-voucher-wrong_category = Ten sklep sprzedaje coś innego, niż obejmuje bon.
error-voucher-terms_invalid = Podaj co najmniej jedną kategorię bonów, każdą raz.
error-voucher-redemption_unknown = Nie masz takiego zamówienia.
error-voucher-redemption_conflict = Na to za późno: zamówienie się skończyło lub zostało złożone.
error-merchant-unknown = Nie ma takiego sklepu.
error-merchant-full = Sklep właśnie się zapełnił. Twój bon jest ważny, wybierz inny.
error-merchant-closed = Sklep nie przyjmuje teraz zamówień. Twój bon pozostaje ważny.
error-merchant-invalid = Sklep nie może mieć takich wartości. Sprawdź nazwę, pojemność i adres.
error-outbox-letter_unknown = Takiej wiadomości nie porzucono.
error-library-collection_unknown = Tej kolekcji nie ma albo nie wolno ci jej czytać.
error-library-document_unknown = Tego dokumentu lub strony nie ma albo nie wolno ci ich czytać.
error-library-group_unknown = Tej grupy nie ma.
error-library-name_taken = Ta nazwa jest zajęta. Wybierz inną.
error-library-duplicate = Kolekcja ma już dokładnie ten plik.
error-library-upload_invalid = Tego pliku nie można przyjąć.
error-library-grant_invalid = Ktoś, kto ma czytać lub należeć do grupy, nie jest znany.
error-library-full = Nie ma tu miejsca na więcej. Najpierw coś usuń.
error-library-not_installed = Biblioteka nie jest zainstalowana na tym serwerze. Kto go prowadzi, doda ją poleceniem: pip install 'grandstand[library]'
error-language-embedder_unavailable = Wyszukiwanie jest teraz przeciążone. Spróbuj ponownie za chwilę.
error-language-embedder_missing = Wyszukiwanie według znaczenia nie jest zainstalowane na tym serwerze.

## Strona kibica

fan-page-title = Twoja czerwona koperta · Grandstand
fan-eyebrow = Czerwona koperta
fan-lead = Jedna z nich jest twoja. Otwórz ją, kiedy chcesz: otworzy się dokładnie raz, bez względu na to, ile razy zapytasz.
fan-scheduled = Jedna z nich jest twoja. Dla wszystkich otwierają się w tej samej chwili; ta strona wie kiedy i nie trzeba jej odświeżać.
fan-opens-at = Otwarcie: { $date }
fan-opens-in = Czas do otwarcia
fan-open-now = Koperty są już otwarte.
fan-open = Otwórz kopertę
fan-opening = Otwieranie…
fan-open-again = Otwórz jeszcze raz
fan-next = Następna koperta
fan-yours = Dla ciebie
fan-opened = Ta jest już otwarta. Pytaj, ile chcesz: ten sam udział, ta sama kwota.
fan-paused = Koperty mają krótką przerwę. Nic nie ginie, a ta strona zauważy, gdy ruszą dalej.
fan-closed = Ta kampania się skończyła. To, co masz, zostaje w twoim portfelu.
fan-revealed = Ta kampania się skończyła, a jej ziarno jest ujawnione: możesz teraz sprawdzić swoją kwotę co do ostatniej cyfry.
fan-gone = Wszystkie koperty zostały rozdane. Ostatnia właśnie do kogoś trafiła.
fan-waiting = Twoje miejsce jest pewne; następna próba za { $seconds ->
    [one] { $seconds } sekundę
    [few] { $seconds } sekundy
    [many] { $seconds } sekund
   *[other] { $seconds } sekundy
}.
fan-asking = Twoje miejsce jest pewne; właśnie pytamy.
fan-announcement = Otrzymujesz { $amount } z „{ $title }”.
fan-valid-until = Ważne do { $date }
fan-verify = Ustalone przed twoim przyjściem: sprawdź
fan-empty-title = Jeszcze nie ma kopert
fan-empty-text = W tej chwili nie ma nic do otwarcia. Wróć, gdy zacznie się wieczór.

wallet-title = Twój portfel
wallet-empty = Jeszcze nic tu nie ma. Otwarte koperty będą przechowywane tutaj.
wallet-share = Udział nr { $share }
wallet-pool-unknown = Kampania nr { $pool }
wallet-verify = Sprawdź
wallet-verify-share = Sprawdź udział nr { $share }

## Dowód udziału

proof-title = Ustalone przed twoim przyjściem
proof-lead = Twoja kwota była ustalona przed otwarciem koperty. Ta strona sprawdza to sama, tutaj, w twojej przeglądarce.
proof-passed = zgadza się
proof-pending = nastąpi później
proof-failed = nie zgadza się
proof-signature = Pokwitowanie jest podpisane
proof-signature-passed = Podpis należy do klucza { $key }, opublikowanego dla tej kampanii.
proof-claim = Mówi o twoim udziale
proof-claim-passed = Udział nr { $share }, { $amount }, okazja „{ $occasion }”: dokładnie jak w twoim portfelu.
proof-batch = Stoi w księgach
proof-batch-passed = { $claims ->
    [one] Twój wpis jest jedynym w partii { $batch } toru { $lane } i prowadzi do podpisanego korzenia.
    [few] Partia { $batch } toru { $lane } zawiera { $claims } wpisy, a od twojego prowadzi ścieżka do podpisanego korzenia.
    [many] Partia { $batch } toru { $lane } zawiera { $claims } wpisów, a od twojego prowadzi ścieżka do podpisanego korzenia.
   *[other] Partia { $batch } toru { $lane } zawiera { $claims } wpisu, a od twojego prowadzi ścieżka do podpisanego korzenia.
}
proof-budget = Kwoty były ustalone wcześniej
proof-budget-passed = Zobowiązanie opublikowano: { $committed }; twoja koperta otworzyła się: { $opened }. Podpisana partia wskazuje właśnie to zobowiązanie.
proof-seed = Ziarno pasuje do zobowiązania
proof-seed-pending = Ziarno zostanie ujawnione po zamknięciu. Do tego czasu wiąże je to zobowiązanie, opublikowane z góry:
proof-seed-passed = Ziarno jest ujawnione. Razem z warunkami daje dokładnie zobowiązanie opublikowane z góry.
proof-amount = Kwota wynika z ziarna
proof-amount-pending = Gdy ziarno zostanie ujawnione, twoja przeglądarka obliczy kwotę ponownie, z samego ziarna.
proof-amount-passed = Obliczony ponownie z ziarna udział nr { $share } jest wart { $amount }: dokładnie tyle, ile masz.
proof-verdict-passed = Wszystko się zgadza: twoja kwota była ustalona przed twoim przyjściem.
proof-verdict-pending = Wszystko, co można dziś sprawdzić, się zgadza. Reszta nastąpi po ujawnieniu ziarna.
proof-verdict-failed = Coś się nie zgadza. Zapisz ten dowód i pokaż go audytorowi.
proof-why-unreadable = Tej części dowodu nie można odczytać.
proof-why-key-unknown = Pokwitowanie wskazuje klucz, którego nie opublikowano dla tej kampanii.
proof-why-signature-wrong = Podpis nie pasuje do tego pokwitowania: coś w nim zmieniono.
proof-why-other-pool = Pokwitowanie należy do innej kampanii.
proof-why-other-share = Pokwitowanie mówi o innym udziale niż twój portfel.
proof-why-other-amount = Pokwitowanie mówi o innej kwocie niż twój portfel.
proof-why-other-occasion = Pokwitowanie mówi o innej okazji niż twój portfel.
proof-why-path-wrong = Ścieżka nie prowadzi od twojego wpisu do podpisanego korzenia.
proof-why-head-differs = W tym miejscu opublikowano inną partię niż ta, którą dla ciebie podpisano.
proof-why-budget-unknown = Podpisana partia wskazuje inne zobowiązania niż opublikowane.
proof-why-tranche-missing = Twojego udziału nie ma w żadnej części budżetu, do której się wtedy zobowiązano.
proof-why-committed-late = Zobowiązanie opublikowano dopiero po otwarciu twojej koperty.
proof-why-commitment-wrong = Ziarno i warunki nie dają opublikowanego zobowiązania.
proof-why-terms-differ = Warunki objęte zobowiązaniem nie są warunkami tej kampanii.
proof-why-amount-differs = Z ziarna wynika inna kwota niż ta, którą masz.
proof-save = Zapisz dowód
proof-again = Pobierz pokwitowanie ponownie
proof-figures = Pokaż liczby
proof-figure-claim = Wiersz twojego wpisu
proof-figure-header = Wiersz partii
proof-figure-path = Ścieżka do korzenia
proof-figure-signature = Podpis
proof-figure-key = Klucz publiczny
proof-figure-commitment = Zobowiązanie
proof-figure-seed = Ziarno

## Strona logowania

sign-in-page-title = Logowanie · Grandstand
sign-in-title = Logowanie
sign-in-working = Sprawdzanie linku…
sign-in-done = Zalogowano. Zaraz przejdziemy dalej…
sign-in-no-code = Ta strona wymaga linku do logowania. Otwórz otrzymany link; działa raz.
sign-in-refused = Poproś nadawcę o nowy link. Każdy działa raz i tylko przez krótki czas.

## Konsola

console-page-title = Konsola · Grandstand
console-title = Konsola
console-gate-title = Ta strona jest dla operatorów
console-gate-signed-out = Nie zalogowano. Otwórz link do logowania operatora lub audytora.
console-gate-role = Zalogowano jako: { $role }. Ta strona jest dla operatorów i audytorów.
console-auditor-note = Zalogowano jako audytor: widzisz wszystko i niczego nie zmieniasz.
console-pool = Pula
console-no-pools = Nie ma jeszcze żadnej puli.
console-new-pool = Nowa pula
console-figures = Kluczowe liczby
console-state = Stan
console-state-draft = Szkic
console-state-scheduled = Zaplanowana
console-state-open = Otwarta
console-state-paused = Wstrzymana
console-state-closed = Zamknięta
console-state-revealed = Ujawniona
console-opens-at = Otwarcie: { $time }
console-opened-at = Otwarto: { $time }
console-closes-at = Zamknięcie: { $time }
console-valid-until = Udziały ważne do { $time }
console-faults = Księgi się nie zgadzają
console-faults-advice = Wykryła to stała kontrola. Wstrzymaj pulę i zbadaj sprawę, zanim ruszysz dalej.
console-remaining = Pozostało
console-spent = Wydano
console-of-total = z { $total }
console-of-budget = { $part } budżetu
console-granted = Przyznane udziały
console-of-shares = z { NUMBER($shares) }
console-rate = Na sekundę
console-forecast = Pusta o
console-ahead = { $shares } przed planem
console-behind = { $shares } za planem
console-lanes = { $lanes ->
    [one] na { $lanes } torze
    [few] na { $lanes } torach
    [many] na { $lanes } torach
   *[other] na { $lanes } toru
}
console-live = Na żywo
console-reconnecting = Ponowne łączenie…
console-burn-down = Przebieg
console-plot = Wykres pozostałego budżetu w czasie; te same liczby są w tabeli.
console-plan = Plan: pusta o { $time }
console-empty-at = W tym tempie: pusta o { $time }
console-table-caption = Pozostały budżet w czasie
console-column-time = Czas
console-column-remaining = Pozostało
console-column-granted = Przyznano
console-no-points = Nie przyznano jeszcze żadnego udziału. Krzywa zacznie się od pierwszego.
console-lanes-title = Tory
console-lanes-caption = Jak daleko rozdano każdy tor
console-column-lane = Tor
console-column-free = Wolne
console-column-batches = Partie
console-refusals = Odmowy
console-refusals-caption = Co odpowiedziano zamiast udziału
console-refusals-none = Nikomu jeszcze nie odmówiono.
console-column-answer = Odpowiedź
console-column-times = Ile razy
console-published = Opublikowane dla wszystkich
console-export = Pobierz księgę
console-export-later = Audytorzy mogą pobrać księgę w każdej chwili, wszyscy inni po ujawnieniu ziarna.
console-tranche = Część { $number }: udziały: { $shares }, { $amount }, zobowiązanie: { $date }
console-commitment = Zobowiązanie
console-seed = Ziarno
console-heads-none = Żaden łańcuch jeszcze się nie zaczął. Łańcuch toru zaczyna się od pierwszej partii.
console-heads-caption = Jak daleko sięga łańcuch każdego toru
console-column-batch = Partia
console-column-head = Czoło łańcucha
console-raises = Czeka na drugą osobę
console-raise-of = O { $amount } więcej, liczba udziałów: { $shares }
console-raise-by = Zaproponowane: { $who }, { $date }.
console-raise-mine = Musi to zatwierdzić inny operator.
console-raise-budget = Dodatkowo, w { $currency }
console-acts = Dziennik
console-acts-caption = Kto zmienił tę pulę, kiedy i dlaczego
console-acts-empty = W tej puli nic jeszcze nie zmieniono.
console-column-when = Kiedy
console-column-act = Czynność
console-column-reason = Powód
console-column-who = Kto
console-act-pool-created = Utworzono
console-act-pool-scheduled = Zaplanowano
console-act-pool-opened = Otwarto
console-act-pool-paused = Wstrzymano
console-act-pool-resumed = Wznowiono
console-act-pool-extended = Przedłużono ważność
console-act-pool-raise-proposed = Zaproponowano podwyższenie
console-act-pool-raised = Podwyższono budżet
console-act-pool-closed = Zamknięto
console-act-pool-revealed = Ujawniono ziarno
console-act-pool-paced = Tempo ustalone
console-as-planned = Zgodnie z planem
console-clock = Zegar

console-do-open = Otwórz
console-do-pause = Wstrzymaj
console-do-resume = Wznów
console-do-close = Zamknij
console-do-schedule = Zaplanuj
console-do-extend = Przedłuż
console-do-raise = Podwyższ
console-do-approve = Zatwierdź
console-do-reveal = Ujawnij ziarno
console-ask-open = Otworzyć tę pulę?
console-ask-pause = Wstrzymać tę pulę?
console-ask-resume = Wznowić tę pulę?
console-ask-close = Zamknąć tę pulę na zawsze?
console-ask-schedule = Zaplanować tę pulę?
console-ask-extend = Przedłużyć ważność?
console-ask-raise = Zaproponować większy budżet?
console-ask-approve = Zatwierdzić to podwyższenie?
console-ask-reveal = Ujawnić ziarno tej puli?
console-effect-open = Kibice mogą od razu otwierać koperty.
console-effect-pause = Żadna koperta się nie otworzy, dopóki nie wznowisz. Przyznane udziały pozostają bez zmian.
console-effect-resume = Kibice mogą od razu znowu otwierać koperty.
console-effect-close = Zamknięta pula nigdy się już nie otworzy. Przyznane udziały pozostają bez zmian.
console-effect-schedule = Kibice widzą godzinę, a pula otworzy się sama. Od teraz jej kwoty są ustalone.
console-effect-extend = Wszystkie udziały tej puli są ważne do nowego terminu, także już przyznane.
console-effect-raise = Nowe udziały dochodzą z własnym zobowiązaniem. Nic się nie zmieni, dopóki nie zatwierdzi ich drugi operator.
console-effect-approve = Nowe udziały są objęte zobowiązaniem i od razu dostępne.
console-effect-reveal = Wszyscy będą mogli sprawdzić każdą kwotę i pobrać księgę. Tego nie można cofnąć.
console-confirm-open = Otwórz pulę
console-confirm-pause = Wstrzymaj pulę
console-confirm-resume = Wznów pulę
console-confirm-close = Zamknij pulę
console-confirm-schedule = Zaplanuj pulę
console-confirm-extend = Przedłuż ważność
console-confirm-raise = Zaproponuj podwyższenie
console-confirm-approve = Zatwierdź podwyższenie
console-confirm-reveal = Ujawnij ziarno
console-reason = Powód
console-reason-hint = Pozostanie w dzienniku, od { $min } do { $max } znaków.
console-reason-missing = Podaj powód: od { $min } do { $max } znaków.
console-done-open = Pula jest otwarta.
console-done-pause = Pula jest wstrzymana.
console-done-resume = Pula jest znowu otwarta.
console-done-close = Pula jest zamknięta.
console-done-schedule = Pula jest zaplanowana.
console-done-extend = Ważność jest przedłużona.
console-done-raise = Podwyższenie jest zaproponowane. Musi je zatwierdzić inny operator.
console-done-approve = Budżet jest podwyższony.
console-done-reveal = Ziarno jest ujawnione.
console-extend-until = Udziały ważne do
console-extend-wrong = Podaj termin późniejszy niż obecny koniec.

console-form-titles = Tytuł
console-form-titles-hint = Co najmniej jeden język; kibice widzą swój, a bez niego angielski.
console-form-titles-more = Więcej języków
console-form-budget = Budżet
console-form-total = Kwota łączna
console-form-currency = Waluta
console-form-shares = Liczba udziałów
console-form-minimum = Najmniejszy udział
console-form-curve = Rozkład
console-form-curve-uniform = Równomierny
console-form-curve-exponential = Wiele małych, mało dużych
console-form-curve-equal = Wszystkie równe
console-form-curve-lottery = Progi nagród
console-form-curve-uniform-hint = Każda kwota od najmniejszej do mniej więcej dwukrotności średniej jest tak samo prawdopodobna.
console-form-curve-exponential-hint = Większość udziałów leży poniżej średniej, kilka znacznie powyżej.
console-form-curve-equal-hint = Wszystkie kwoty są równe, co do najmniejszej jednostki.
console-form-curve-lottery-hint = Dokładnie tyle udziałów każdej kwoty; kto dostanie który, rozstrzyga los.
console-form-tiers = Progi nagród
console-form-tier = , próg { $tier }
console-form-tier-shares = Udziały
console-form-tier-amount = Kwota udziału
console-form-tier-remove = Usuń próg { $tier }
console-form-tier-add = Dodaj próg
console-form-tiers-open = Suma pojawi się, gdy każdy próg będzie kompletny.
console-form-tiers-sum = Łącznie udziałów: { $shares }, { $total }
console-form-times = Terminy
console-form-times-hint = Wszystkie opcjonalne, w twojej strefie czasowej. Pulę z godziną otwarcia można zaplanować.
console-form-opens-at = Otwarcie
console-form-closes-at = Zamknięcie
console-form-occasions = Okazje
console-form-occasions-hint = Oddziel przecinkami. Każdy kibic dostaje jeden udział na okazję.
console-form-valid-until = Udziały ważne do
console-form-submit = Utwórz jako szkic
console-form-wrong-title = Podaj tytuł w co najmniej jednym języku.
console-form-wrong-currency = Podaj trzyliterowy kod waluty, na przykład CNY.
console-form-wrong-amount = Podaj kwoty jako zwykłe liczby, na przykład 200000 lub 0,01.
console-form-wrong-shares = Podaj całkowitą liczbę udziałów, 1 lub więcej.
console-form-wrong-budget = Kwota łączna nie wystarcza: każdy udział wymaga co najmniej najmniejszej kwoty.
console-form-wrong-occasions = Podaj od 1 do { $max } okazji.
console-form-wrong-tiers = Podaj dla każdego progu całkowitą liczbę udziałów i kwotę; razem muszą coś wypłacać.
console-form-wrong-times = Zamknięcie musi nastąpić po otwarciu.
console-form-done = Pula jest utworzona jako szkic.

## Igrzyska

games-page-title = Igrzyska · Grandstand
games-title-of = { $page } · Igrzyska · Grandstand
games-link = Igrzyska
games-envelopes = Koperty
games-nav = Działy igrzysk
games-now = Teraz
games-schedule = Program
games-medals = Medale
games-missed = Co było
games-search = Szukaj
games-now-title = W tej chwili
games-then-title = W tamtej chwili
games-schedule-present = Przejdź do teraz
games-live = Na żywo
games-live-none = W tej chwili nic się nie odbywa.
games-next = Wkrótce
games-next-none = Na razie nic więcej nie zaplanowano.
games-whole-schedule = Cały program
games-ticker = Najnowsze
games-ticker-none = Jeszcze nic nie zgłoszono.
games-leader = Na czele
games-first = Pierwsze miejsce
games-state-of = Ostatnia wiadomość z obiektu: { $time }
games-connection-live = Na żywo
games-connection-polling = Aktualne
games-connection-waiting = Łączenie…
games-connection-past = Wcześniejszy stan
games-spoiler-free = Bez wyników
games-reveal = Pokaż
games-reveal-of = Pokaż: { $what }
games-hidden = Ukryte, żeby można było jeszcze obejrzeć, nie znając wyniku.
games-travel = Wehikuł czasu
games-travel-title = Zobacz wcześniejszą chwilę
games-travel-hint = Wszystko wygląda wtedy tak, jak do tej chwili zgłosiły to obiekty. Adres strony zachowuje tę chwilę, więc możesz go udostępnić.
games-travel-field = Chwila, { $zone }
games-travel-hour = Godzinę temu
games-travel-midnight = Na początku dnia
games-travel-evening = Wczoraj wieczorem
games-travel-go = Pokaż tę chwilę
games-past = Widzisz igrzyska w stanie z chwili: { $time }
games-past-earlier = Godzinę wcześniej
games-past-later = Godzinę później
games-past-back = Wróć do teraz
games-gaps = Brakuje niektórych wiadomości z obiektów, więc coś może tu być niepełne.
games-offline = Brak połączenia. Widzisz stan z chwili: { $time }.
games-empty-title = Jeszcze nie ma wiadomości z obiektów
games-empty-text = Igrzyska pojawią się tu z pierwszą wiadomością. Ta strona sama to zauważy.
games-nothing-there = Obiekty nie zgłosiły niczego takiego, przynajmniej do tej chwili.
games-zone = Godziny w strefie
games-today = dzisiaj
games-days = Dni
games-discipline = Sport
games-discipline-all = Wszystkie sporty
games-schedule-none = Na ten dzień nic nie zaplanowano.
games-medal-unit = Tu walczy się o medale
games-start-open = Godzina do ustalenia
games-started-at = Początek: { $time }
games-ended-at = Koniec: { $time }
games-results = Wyniki
games-event-none = O tej konkurencji jeszcze nic nie zgłoszono.
games-start-list-of = Lista startowa: { $name }
games-result-of = Wynik: { $name }
games-column-rank = Miejsce
games-column-rank-short = Nr
games-column-order = Kolejność startu
games-column-order-short = Nr
games-column-competitor = Uczestnik
games-column-result = Wynik
games-column-nation = Delegacja
games-column-total = Razem
games-bib = Numer startowy
games-runs = Części wyniku
games-shared = ex aequo
games-qualified = Kwalifikacja
games-why = Skąd to wiadomo?
games-why-text = Obiekt podał to w wiadomości: { $time }
games-why-type = Dokument
games-why-version = Wersja
games-why-key = Klucz
games-why-digest = SHA-256
games-gold = Złoto
games-silver = Srebro
games-bronze = Brąz
games-medals-title = Klasyfikacja medalowa
games-medals-won = Medale
games-medals-none = Nie zdobyto jeszcze żadnego medalu.
games-medals-computed = Policzone przez nas na podstawie zgłoszonych medali: obiekty nie przysłały jeszcze tabeli.
games-medals-neutral = Medale sportowców neutralnych, których nie ma w żadnym wierszu: { $medals }
games-medals-differ = Przysłana tabela i zgłoszone medale nie są zgodne. Pokazana jest przysłana tabela.
games-medals-difference = W tabeli: { $table }, zgłoszone: { $reported }
games-podiums = Kto je zdobył
games-athlete-none = Jeszcze bez wyniku.
games-born = Data urodzenia: { $date }
games-delegation-rank = Klasyfikacja medalowa: miejsce { $rank }
games-athletes = Sportowcy
games-venue = Obiekt
games-venue-none = Nic tu nie zaplanowano.
games-search-title = Szukaj
games-search-field = Kogo lub czego szukasz?
games-search-hint = Sportowcy, delegacje, konkurencje i obiekty, w każdej pisowni: Müller, Mueller lub Muller.
games-search-matches = Znalezione
games-search-none = Nic tu nie nazywa się „{ $query }”.
games-kind-athlete = Sportowiec
games-kind-delegation = Delegacja
games-kind-event = Konkurencja
games-kind-discipline = Sport
games-kind-venue = Obiekt
games-missed-title = Co się działo beze mnie?
games-missed-since = Od: { $time }
games-missed-visit = Moja ostatnia wizyta
games-missed-hour = Ostatnia godzina
games-missed-morning = Od północy
games-missed-day = Ostatnie 24 godziny
games-missed-choose = Od kiedy
games-missed-none = Nic cię nie ominęło: od tego czasu nic się nie wydarzyło.
games-missed-cut = Było tego więcej. Wybierz późniejszą godzinę, by zobaczyć resztę w całości.
games-missed-nudge = Co się działo od mojej ostatniej wizyty ({ $time })?
games-news-leader = { $unit }: prowadzi { $leader }
games-bracket = Drabinka
games-bracket-open = Jeszcze nieznany
games-winner = Zwycięzca
games-standings = Grupy
games-standing-of = Tabela: { $name }
games-column-played = Mecze
games-column-played-short = M
games-column-won = Wygrane
games-column-won-short = W
games-column-tied = Remisy
games-column-tied-short = R
games-column-lost = Porażki
games-column-lost-short = P
games-column-goals = Zdobyte i stracone
games-column-goals-short = +:−
games-column-points = Punkty
games-column-points-short = Pkt
games-records = Rekordy
games-record-new = Nowy
games-announcements = Komunikaty
games-weather = Warunki
games-weather-at = Pomiar: { $time }
games-weather-air = Powietrze
games-weather-snow = Śnieg
games-weather-ice = Lód
games-weather-wind = Wiatr
games-weather-from = z kierunku
games-weather-humidity = Wilgotność
games-compare = Porównanie
games-compare-with = Porównaj z…
games-compare-choose = Z kim porównać?
games-compare-other = Porównaj z kimś innym
games-meetings = Gdzie się spotkali
games-meetings-none = Jeszcze się nie spotkali.
games-feed-title = Odłożone
games-feed-lead = Wiadomości ze źródła lub ich wiersze, których nie dało się użyć, od najnowszych. To, co obowiązywało wcześniej, obowiązuje nadal.
games-feed-gate = Ten widok jest dla operatorów i audytorów. Najpierw otwórz swój link do logowania.
games-feed-none = Niczego nie odłożono.
games-feed-whole = Cała wiadomość
games-feed-part = Niektóre jej wiersze
games-feed-version = Wersja { $version }
games-feed-size = Bajty: { $bytes }
games-feed-link = Źródło
games-reason-too-large = Za duże
games-reason-not-xml = To nie XML
games-reason-doctype = Zawiera DOCTYPE
games-reason-encoding = Niezrozumiałe kodowanie
games-reason-header = Niezrozumiały nagłówek
games-reason-key = Błędny klucz
games-reason-sort-order = Brak miejsca w kolejności
games-reason-rank-equal = Remis bez oznaczenia
games-reason-value = Niezrozumiała wartość
games-reason-too-complex = Zbyt złożone
games-reason-unreadable = Nie można odczytać

## Biblioteka

library-page-title = Biblioteka · Grandstand
library-title-of = { $page } · Biblioteka · Grandstand
library-link = Biblioteka
library-nav = Części biblioteki
library-ask = Zapytaj
library-collections = Kolekcje
library-groups = Grupy
library-unanswered = Bez odpowiedzi
library-gate = Ten widok jest dla organizatorów i audytorów. Najpierw otwórz swój link do logowania.
library-ask-title = Co chcesz wiedzieć?
library-ask-lead = Zapytaj własnymi słowami, w dowolnym języku. Odpowiedzią jest dosłowne zdanie z dokumentu, wraz ze stroną.
library-field = Twoje pytanie
library-suggestions = Podpowiedzi
library-within = Szukaj w
library-within-all = Wszystkim, co wolno mi czytać
library-examples = Na przykład
library-example-luggage = Ile bagażu może zabrać każda osoba?
library-example-bus = Kiedy wieczorem odjeżdża ostatni autobus?
library-example-centres = Kiedy są otwarte centra akredytacji?
library-visitor = Widzisz to, co jest otwarte dla wszystkich. Kto zaloguje się linkiem komitetu lub organizatorów, znajdzie też to, co napisano dla niego.
library-empty = W bibliotece nie ma jeszcze niczego, co wolno ci czytać.
library-searching = Przeglądam dokumenty…
library-answer = Odpowiedź
library-found = { $count ->
    [one] Znaleziono { $count } fragment
    [few] Znaleziono { $count } fragmenty
    [many] Znaleziono { $count } fragmentów
   *[other] Znaleziono { $count } fragmentu
}
library-quick = Szybka odpowiedź
library-quick-text = Dokładne wyszukiwanie tym razem nie było dostępne.
library-ask-again = Zapytaj ponownie
library-differ-title = Dokumenty nie są zgodne
library-differ-text = Podają różne wartości. Porównaj wersje i daty, zanim na którejś polegasz.
library-not-found-title = Dokumenty o tym nie mówią
library-not-found-text = Nic, co wolno ci czytać, nie odpowiada na to dość pewnie, a zgadywanie nic by ci nie dało.
library-not-found-tips = Spróbuj innych słów albo pytaj o jedną rzecz naraz.
library-not-found-noted = Organizatorzy widzą pytanie, bez twojego nazwiska, i mogą dodać to, czego brakuje.
library-more = Dalsze fragmenty
library-context = W kontekście
library-version = Wersja { $label }
library-version-number = Wersja nr { $number }
library-page = Strona { $page }
library-show-page = Pokaż stronę
library-copy-link = Kopiuj link do tego cytatu
library-copied = Link skopiowany
library-copy-by-hand = Skopiuj ten link:
library-back = Wstecz
library-newer = Istnieje nowsza wersja tego dokumentu. Odpowiedzi pochodzą z niej.
library-newer-show = Pokaż nowszą wersję
library-download = Pobierz plik
library-pages = Strony
library-page-field = Strona
library-of-pages = z { $pages }
library-previous = Poprzednia strona
library-next = Następna strona
library-outline = Spis treści
library-picture-of = Obraz strony { $page }
library-picture-failed = Nie udało się wczytać obrazu. Tekst strony jest pełny.
library-page-text = Tekst tej strony
library-blank-page = Na tej stronie nie znaleziono tekstu. To prawdopodobnie skan.
library-keys = Klawisze: strzałki przewracają strony, Esc wraca, / zadaje nowe pytanie.
library-collections-none = Nie ma jeszcze kolekcji, którą wolno ci czytać.
library-new-collection = Nowa kolekcja
library-name = Nazwa
library-create = Utwórz
library-created = Kolekcja została utworzona.
library-of-organisers = Organizatorzy
library-of-committee = Komitet { $noc }
library-documents = Dokumenty
library-documents-count = { $count ->
    [one] { $count } dokument
    [few] { $count } dokumenty
    [many] { $count } dokumentów
   *[other] { $count } dokumentu
}
library-pages-count = { $count ->
    [one] { $count } strona
    [few] { $count } strony
    [many] { $count } stron
   *[other] { $count } strony
}
library-no-documents = Nie ma tu jeszcze dokumentów.
library-settings = Czytelnicy i ustawienia
library-delete = Usuń
library-delete-of = Usuń: { $title }
library-deleted = Usunięto.
library-delete-document = Usunąć „{ $title }”?
library-delete-document-text = Wszystkie wersje zostaną usunięte, a linki do stron przestaną działać. Tego nie da się cofnąć.
library-delete-collection = Usunąć kolekcję „{ $name }”?
library-delete-collection-text = Wszystkie jej dokumenty zostaną usunięte, a linki do ich stron przestaną działać. Tego nie da się cofnąć.
library-export = Pobierz listę
library-add = Dodaj dokumenty
library-drop = Upuść pliki tutaj
library-choose-files = Wybierz pliki
library-drop-hint = PDF, Word, PowerPoint, HTML lub Markdown, każdy do { $size }. Plik o tej samej nazwie staje się nową wersją.
library-file = Plik
library-exists = Dokument o tej nazwie już istnieje; plik stanie się jego nową wersją.
library-title = Tytuł
library-title-hint = Jeśli zostanie puste, tytuł zostanie odczytany z pliku.
library-label = Wersja
library-label-hint = Tak, jak nazywa ją dokument, na przykład 2.1 lub luty.
library-date = Data dokumentu
library-date-hint = Jest widoczna przy każdym cytacie.
library-language = Język
library-language-read = Odczytany z pliku
library-upload = Prześlij
library-sending = Wysyłanie: { $name }
library-sent = { $name } dotarł i jest czytany.
library-progress = { $done } z { $total }
library-new-version = Nowa wersja
library-new-version-of = Nowa wersja: „{ $title }”
library-older = Starsze wersje
library-state-waiting = Czeka na odczytanie
library-state-reading = Jest czytany
library-state-indexing = Przygotowywany do wyszukiwania
library-state-searchable = Można znaleźć, trwa jeszcze dopracowywanie
library-state-complete = Można znaleźć
library-state-refused = Nie przyjęto
library-refused-empty = Plik jest pusty. Sprawdź go i prześlij ponownie.
library-refused-type_unknown = Plików tego rodzaju nie da się tu odczytać. Zapisz go jako PDF, Word, PowerPoint, HTML lub Markdown.
library-refused-encrypted = Plik jest chroniony hasłem. Zapisz go bez hasła i prześlij ponownie.
library-refused-broken = Plik jest uszkodzony i nie da się go odczytać. Wyeksportuj go na nowo i prześlij ponownie.
library-refused-too_large = Plik jest za duży. Zmniejsz obrazy albo go podziel.
library-refused-too_many_pages = Plik ma za dużo stron. Podziel go.
library-refused-too_slow = Czytanie pliku trwało za długo. Wyeksportuj go prościej albo podziel.
library-refused-too_much_memory = Czytanie pliku wymaga za dużo pamięci. Zmniejsz obrazy albo go podziel.
library-refused-no_text = W pliku nie ma tekstu; to prawdopodobnie skan. Najpierw rozpoznaj tekst w innym programie.
library-blank-pages = Bez tekstu, prawdopodobnie skany, których nie da się znaleźć: strony { $pages }
library-readers = Kto może czytać
library-readers-organisers = Organizatorzy i audytorzy zawsze mogą.
library-readers-committee = Członkowie komitetu { $noc } zawsze mogą, a nikt inny bez twojej zgody.
library-everyone = Wszyscy, także bez logowania
library-nocs = Wszystkie komitety
library-group = Grupa: { $name }
library-committees = Poszczególne komitety
library-committees-hint = Kody z trzech liter, oddzielone przecinkami: GER, CHN
library-committees-wrong = Podaj kody z trzech liter, na przykład GER.
library-committees-count = { $count ->
    [one] { $count } komitet
    [few] { $count } komitety
    [many] { $count } komitetów
   *[other] { $count } komitetu
}
library-strictness = Jak pewna musi być odpowiedź?
library-strictness-low = Raczej odpowiadać częściej
library-strictness-middle = Wyważone
library-strictness-high = Tylko to, co pewne
library-strictness-hint-low = Pokazuje też fragmenty, które tylko ocierają się o pytanie.
library-strictness-hint-middle = Pasuje do większości dokumentów.
library-strictness-hint-high = Raczej mówi „nie znaleziono”, niż pokazuje coś wątpliwego.
library-save = Zapisz
library-saved = Zapisano.
library-groups-lead = Grupa zbiera komitety i osoby, aby kolekcję można było otworzyć dla wszystkich naraz.
library-groups-none = Nie ma jeszcze żadnej grupy.
library-new-group = Nowa grupa
library-edit = Edytuj
library-persons = Osoby
library-persons-hint = Identyfikator, którym loguje się każda z nich, jeden w wierszu.
library-persons-wrong = Podaj identyfikatory postaci 00000000-0000-0000-0000-000000000000, jeden w wierszu.
library-persons-count = { $count ->
    [one] { $count } osoba
    [few] { $count } osoby
    [many] { $count } osób
   *[other] { $count } osoby
}
library-delete-group = Usunąć grupę „{ $name }”?
library-delete-group-text = Kto może czytać kolekcję tylko dzięki tej grupie, nie będzie już mógł jej czytać.
library-unanswered-title = Pytania bez odpowiedzi
library-unanswered-lead = Niczego dla nich nie znaleziono. Nie zapisuje się, kto pytał, tylko dla którego komitetu.
library-unanswered-none = Każde pytanie znalazło odpowiedź.
library-times = { $count ->
    [one] Zapytano { $count } raz
    [few] Zapytano { $count } razy
    [many] Zapytano { $count } razy
   *[other] Zapytano { $count } razu
}
library-settle = Załatwione
library-settled = Zdjęto z listy.

## Pokaz

demo-pool-title = Koperta wieczoru otwarcia
demo-night-title = Noc 6 lutego
