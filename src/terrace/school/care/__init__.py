"""Care: each child is heard, what was agreed is done, and who needs support is noticed."""
