"""Words and sentences as the checks of language read them."""
