"""Training of the tagger of our own; needs the extra `train` (torch and onnx). Tagging needs neither."""
