"""What is recorded of the movement: each act by a person who may, logged, once."""
