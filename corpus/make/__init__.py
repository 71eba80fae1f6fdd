"""Makes the shipped tables (``corpus/tables``) out of the library and the story files: ``python -m corpus.make``.

It shares no rule and no parameter with the drafter: figures come from a hidden level per city that moves by the story
(``corpus/story``) and by chance, never from last year's target. ``assistant`` does not import it, nor read the story.
"""
