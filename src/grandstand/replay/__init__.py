"""A free-camera replay from many synchronised cameras, seconds after the moment.

models      cameras, rigs, images: the conventions that everything here keeps
errors      what can go wrong
"""
