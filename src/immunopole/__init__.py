"""The website of Marseille Immunopôle: from checked records and Markdown to a static site in every language."""
