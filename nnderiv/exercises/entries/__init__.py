"""An entry of a gradient by numbers: the paths to it, what enters it, what usual mistakes give."""
