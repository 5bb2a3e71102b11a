"""What must happen when its time has come, and the proof that the data is sound."""
