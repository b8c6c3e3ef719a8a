"""How a document of each kind is printed: one module a kind, one function each, `(voice, drawings, document) -> blocks`."""
