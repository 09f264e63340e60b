"""WHAT IS SEEN: a torch-free client, and a service without Django that runs the models."""
