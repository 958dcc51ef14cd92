"""The server: a SPARQL endpoint over a store, and its IRIs as pages."""
