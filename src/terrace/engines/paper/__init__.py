"""Forms laid out for print, photographs of them read back. Pure: see `docs/explanation/paper.md`."""
