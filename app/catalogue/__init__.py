"""What is sold: products with their files, and plans whose terms are versioned."""
