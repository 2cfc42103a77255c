"""The conformance suite: cases as data, adapters to products, the runner and its reports.

Cases, and a product behind an adapter, to a report; the report to JUnit, HTML, Markdown and a
badge, and to a statement that others can check again.
"""
