"""The likely cause of a wrong gradient: mistakes that people make, tried one by one on the data.

Each mistake says what the backward pass would have returned if it had been made. If that is what it
did return, the error is consistent with the mistake, and no more than that is said.
"""
