"""What people read: the letter, the roll-call page, and the mail that carries the letter."""
