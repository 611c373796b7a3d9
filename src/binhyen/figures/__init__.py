"""Figure values: who reported what for which unit and period, who typed it, on which paper. No dossier owns them."""
