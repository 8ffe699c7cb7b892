"""Other people's answer cards: described once in a `card.json`, then read like our own sheets."""
