### What the assistant says beside tables and plots.

## Columns, kinds and units
col-day = Day
col-gold = Gold
col-silver = Silver
col-bronze = Bronze
col-total = Total
col-rank = Rank
col-country = Country
col-name = Name
col-result = Result
col-discipline = Discipline
col-athletes = Athletes
col-column = Column
col-kind = Kind
col-filled = Filled cells
col-least = Least
col-most = Most
col-value = Value
col-count = Count
kind-number = number
kind-date = date
kind-text = text
kind-empty = empty
unit-medals = medals
unit-athletes = athletes

## Titles of tables and plots
title-days = Medals by day
title-days-of = Medals by day: { $country }
title-so-far = Medals so far, by day
title-result = { $unit } ({ $status })
title-athletes = Athletes of { $country } by discipline
title-columns = What the table holds
title-course = { $column } by { $dates }
title-counts = How often: { $column }

## Of the Games
data-days = Medals from { $from } to { $until }: { $count }.
data-days-of = Medals of { $country } from { $from } to { $until }: { $count }.
data-table = Medals awarded: { $count }; delegations in the table: { $lines }.
data-athletes = Athletes of { $country }: { $count }.

## Of a table that the asker brought
csv-holds = Your table has rows: { $rows }, columns: { $columns }.
csv-numbers = { $column }: numbers, from { $least } to { $most }.
csv-dates = { $column }: dates, from { $least } to { $most }.
csv-texts = { $column }: text, different values: { $count }.
csv-empty = { $column }: empty.
csv-mean = Mean of { $column }: { $figure }.
csv-sum = Sum of { $column }: { $figure }.
csv-least = Least of { $column }: { $figure }.
csv-most = Most of { $column }: { $figure }.
csv-least-day = Earliest of { $column }: { $day }.
csv-most-day = Latest of { $column }: { $day }.
csv-count = { $column }, { $label }: { $count }.
csv-odd = Cells of { $column } that could not be read and were left out: { $count }.
csv-course = { $column } from { $since } to { $until }: first { $before }, last { $after }.
csv-week = { $column } over { $days } days: { $percent } % ({ $since }: { $before }, { $until }: { $after }).
csv-week-none = { $column }: the table does not reach { $days } days back, so there is no such change.
csv-year = { $column } over { $months } months: { $percent } % ({ $since }: { $before }, { $until }: { $after }).
csv-year-none = { $column }: the table does not reach { $months } months back, so there is no such change.
csv-rsi = RSI after Wilder over { $periods } values, { $column }: { $figure } ({ $until }).
csv-rsi-none = RSI after Wilder, { $column }: there must be more than { $periods } values on different days.

## What is wrong with it
csv-no-table = That is no table that I can read. A text file with rows and columns will do, such as a CSV file.
csv-too-large = The table is too large. It may have { $size } KiB, { $rows } rows and { $columns } columns.
csv-too-much = That table took too long. A smaller one will do.
csv-away = Tables that you bring cannot be read here: whoever runs this has not installed the extra “reports”.
csv-no-numbers = There is no column of numbers in your table.
csv-no-dates = There is no column of dates in your table, so nothing can be shown over time.

## Questions that may come next
ask-csv-plot = Plot { $column }
ask-csv-change = How did { $column } change over a week and a year?
ask-csv-rsi = RSI of { $column }
ask-csv-mean = What is the mean of { $column }?
ask-csv-count = Count the rows by { $column }
