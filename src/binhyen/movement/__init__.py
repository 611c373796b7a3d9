"""What a programme is besides criteria: covenants, pilots and roll-out, activities, models, stages (docs/adr/0010)."""
