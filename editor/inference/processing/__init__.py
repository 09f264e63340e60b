"""What each network is given, and how its answer is read: as published, decided once.

BiRefNet    squashed to the card's size, bilinear with antialias; ImageNet mean and spread.
            Alpha is the sigmoid.
U²-Net      squashed to 320 x 320, blurred, then bilinear with black beyond the edges; divided by
            its largest value; ImageNet mean and spread. Alpha is the sigmoid, stretched to 0..1.
IS-Net      squashed to 1024 x 1024, bilinear without antialias, cut to whole numbers; 0..1 minus
            a half. Alpha is the sigmoid, stretched to 0..1.
RetinaFace  longest side at most 1024 px; blue, green, red minus their means. Faces are the anchors
            that score 0.5, moved as told; of those that overlap by 0.4 the best stays.
SAM         longest side 1024 px with antialias; mean and spread; zeros to the right and below.
            A mask is where its logits are above 0.

Where publishers disagree with themselves: BiRefNet's own evaluation shrinks without antialias, its
model card with; the latter is kept, because photos are much larger than the network's square and
alias otherwise. U²-Net's ports shrink with Lanczos; what it was trained with is kept. Alpha stays
at the network's resolution; only tests and tools ask for the picture's.
"""
