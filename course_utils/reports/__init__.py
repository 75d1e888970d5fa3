"""What students and instructors read: feedback pages, tables, exports."""
