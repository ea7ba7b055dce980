### Replays: $replay the name of what was recorded, $when it was asked for.

replay-there = There is a replay from all sides: { $replay }, { $when }.
replay-none = No replay has been published yet.
