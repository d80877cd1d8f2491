"""What a report for a department says: its period, its words, its figures."""
