"""What clients of the network share: which addresses they may reach, pace, connections, errors."""
