"""From a photograph to probabilities: find the sheet, flatten it, measure ink. `decide` concludes."""
