"""Target tables to the official form and other formats."""
