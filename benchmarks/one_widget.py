"""The smallest Streamlit app there is to compare with: one checkbox that changes one text."""

import streamlit as st

st.markdown("on" if st.checkbox("Switch") else "off")
