"""The integrated teller's shift (综合柜员岗位演练): tickets, people, the queue, the play, the score."""
