"""First run, login, lock and recovery."""
