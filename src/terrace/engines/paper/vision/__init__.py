"""From a photograph to answers: find the sheet, flatten it, measure ink, decide."""
