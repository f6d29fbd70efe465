"""The console command `edition`."""
