"""Pages of practices: the library, writing, trying, carrying."""
