"""What the class page shows of paper: photograph a stack, what waits for an eye."""
