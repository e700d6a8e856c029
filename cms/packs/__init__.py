"""Course packs: a course as one ZIP of readable files, in the form of content/courses/<course>/, and back."""
