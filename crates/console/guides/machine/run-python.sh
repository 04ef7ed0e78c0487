python3 management.py
