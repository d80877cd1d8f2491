"""What readers say of datasets: kept, listed, and counted for the index."""
