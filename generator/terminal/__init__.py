"""What the terminal shows.

inspection     what the commands say of layouts and of this computer
show           tables, problems and texts for the terminal; JSON
chinese_click  click in Chinese, and the last line of defence
"""
