### Replays: $replay the name of what was recorded, $when it was asked for.

take-there = There is a replay from all sides: { $replay }, { $when }.
take-none = No replay has been published yet.
