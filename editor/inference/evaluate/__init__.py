"""How good models are: figures against true mattes and marked faces, and how long they take."""
