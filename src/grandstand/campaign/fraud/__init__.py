"""Claims that are held back until somebody has looked."""
