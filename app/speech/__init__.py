"""Recordings, the microphone, speech activity and the two Whisper engines in their own process."""
