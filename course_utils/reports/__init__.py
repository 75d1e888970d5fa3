"""Pages and tables for students and instructors: feedback, the class report, exports."""
