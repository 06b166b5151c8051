"""What is kept, who may write it, and when it commits."""
