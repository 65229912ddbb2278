"""Files that no reader should be handed: damaged ones, bombs and absurdities, each made from a seed."""
