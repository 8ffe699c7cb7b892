"""Forms laid out for print, photographs of them read back: `docs/explanation/paper.md`."""
