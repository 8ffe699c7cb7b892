"""Who may need support: by a plain rule first, by a model only where it proves to be better."""
