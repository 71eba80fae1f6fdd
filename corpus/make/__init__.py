"""Makes the shipped tables (``corpus/tables``) out of the library and the story files: ``python -m corpus.make``.

It shares no rule and no parameter with the drafter: figures come from a planned level per city that moves by the paces
and events of the story (``corpus/story``), never from last year's target or result. ``assistant`` does not import it, nor read the story.
"""
