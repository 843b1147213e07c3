"""Convolution and pooling: one formula for every window of an image or a sequence."""
