"""The same events and the same filters with maps of other makers: Streamlit apps of one page, each as fast as it goes."""
