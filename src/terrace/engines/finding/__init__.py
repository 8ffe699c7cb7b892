"""Finding texts by the words of a question, in Chinese and English."""
